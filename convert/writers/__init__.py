from convert.native import folders

__path__[:0] = folders(__name__)
