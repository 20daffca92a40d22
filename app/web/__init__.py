"""Everything that speaks HTTP. Blueprints per audience; what they show comes from the subjects."""
