"""The words of a file that somebody sent, taken out by a process that is thrown away afterwards."""
