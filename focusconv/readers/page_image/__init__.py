"""Page pictures: decoded, turned, straightened, and parted into runs of print."""
