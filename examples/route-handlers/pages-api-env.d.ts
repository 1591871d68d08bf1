/// <reference types="pages-api/next" />
