"""zhaibian."""
