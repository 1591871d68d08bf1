/// <reference types="pages-api/expo" />
