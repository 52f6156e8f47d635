"""The partner API: read-only, and nothing but the ledger's documents, stitched into answers as they stand."""
