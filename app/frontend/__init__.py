"""What the pages borrow from others, fetched at set-up and never committed."""
