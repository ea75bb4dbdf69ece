"""Tests of people and teams."""
