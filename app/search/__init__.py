"""Finding offers: Dutch read by our own analysis, engines behind one protocol, one public order of results."""
