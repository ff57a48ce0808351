"""What pages share: fields, components, the form pack, filters, middleware."""
