"""Programs for partners: each is one file that needs nothing but Python."""
