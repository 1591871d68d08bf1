// The types of `next`, which is not installed.
/// <reference types="pages-api/next" />
