"""Models that run on this machine: files downloaded from the hub, and servers that already run here."""
