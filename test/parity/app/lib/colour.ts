export enum Colour { Red = "red", Blue = "blue" }
export const enum Size { Small = 1, Large = 10 }
export namespace Shapes { export const corners = { square: 4 }; }
export abstract class Animal {
  constructor(readonly name: string, private legs = 4) {}
  abstract sound(): string;
  describe(): string { return `${this.name} (${this.legs}): ${this.sound()}`; }
}
export class Dog extends Animal { override sound(): string { return "woof"; } }
