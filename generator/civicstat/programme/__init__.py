"""The open data programme: its inventory, coordinators and reviews, and the annual report."""
