"""The one door. Its guest book (who has read classified material) stands here when there is such material."""
