"""What a package of the kind `academy` says, how it stands, and its pages."""
