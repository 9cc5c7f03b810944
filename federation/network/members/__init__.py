"""People's places in a federation: invitations, roles, the chair; who belongs where."""
