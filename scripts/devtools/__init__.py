"""The developer's tools of ar_collections: standard library only, run by any Python >= 3.10.

What needs Odoo's own Python packages is in scripts/inside and is run by the virtual environment.
"""
