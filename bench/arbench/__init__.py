"""The benchmarks of ar_collections: see bench/README.md."""
