"""The store: a folder of Parquet segments with a manifest, importers, and aggregation."""
