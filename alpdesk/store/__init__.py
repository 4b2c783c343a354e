"""The encrypted local database and PostgreSQL behind one door."""
