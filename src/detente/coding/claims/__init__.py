"""What an article asserts: statements, trends, causes, forecasts and recommendations."""
