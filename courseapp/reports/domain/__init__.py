"""Rules of the completion report: what may be asked, its columns, how a cell is made safe."""
