"""Given to `odoo shell`: build the bundles of scripts and styles that the browser asks for."""

# `env` is the shell's.
env = globals()["env"]

env["ir.qweb"]._pregenerate_assets_bundles()
env.cr.commit()
