"""The record of acts: what those who keep a community going did, and why."""
