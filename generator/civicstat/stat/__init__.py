"""What a package of the kind `stat` says, how it stands, and its pages."""
