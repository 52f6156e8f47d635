"""The partner API: nothing but the ledger's documents, stitched into answers as they stand. And the editors' desk."""
