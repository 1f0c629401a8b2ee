//! Access to what is on disk, in git or in memory.
