"""The service's doors: Socket.IO namespaces and HTTP routes."""
