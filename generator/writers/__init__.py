"""Writers: the files of one district in each roster format."""
