"""Recognition: a page's picture to rows and cells by engines that read independently."""
