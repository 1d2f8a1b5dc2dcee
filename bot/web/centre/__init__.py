"""The resource centre: public pages of the directory, and the texts around it."""
