"""What a package of the kind `tracker` says, how it stands, and its pages."""
