"""The guide: Hattem's route from question to help, as the content tells it. Pure: no web, no database, no clock."""
