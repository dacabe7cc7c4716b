"""What people see: charts, briefings, the web app. One chart function serves all three."""
