/// <reference types="pages-api/astro" />

declare namespace App {
  interface Locals {
    visitor: string;
  }
}
