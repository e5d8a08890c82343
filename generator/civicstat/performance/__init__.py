"""What a package of the kind `performance` says, how it stands, and its pages."""
