"""What the project knows, read from `data/`: values, sources and rules, all dated and cited."""
