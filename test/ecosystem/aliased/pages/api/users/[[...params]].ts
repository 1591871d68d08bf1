import { IsInt, IsNotEmpty } from "class-validator";
import {
  Body,
  createHandler,
  createMiddlewareDecorator,
  Delete,
  Get,
  Header,
  HttpCode,
  type NextFunction,
  NotFoundException,
  Param,
  ParseNumberPipe,
  Post,
  Query,
  UnauthorizedException,
  ValidationPipe,
} from "next-api-decorators";
import type { NextApiRequest, NextApiResponse } from "next";

class CreateUser {
  @IsNotEmpty()
  name!: string;

  @IsInt()
  age!: number;
}

const SignedIn = createMiddlewareDecorator(
  (req: NextApiRequest, _res: NextApiResponse, next: NextFunction) => {
    if (!req.headers.authorization) throw new UnauthorizedException();
    next();
  },
);

class Users {
  @Get()
  list(
    @Query("skip", ParseNumberPipe({ nullable: true })) skip: number | undefined,
    @Header("x-mine") mine: string,
  ) {
    return { skip, mine };
  }

  @Get("/:id")
  read(@Param("id") id: string) {
    if (id === "0") throw new NotFoundException("No such user");
    return { id };
  }

  @Post()
  @HttpCode(201)
  create(@Body(ValidationPipe) body: CreateUser) {
    return { created: body, isUser: body instanceof CreateUser };
  }

  @Delete("/:id")
  @SignedIn()
  remove(@Param("id") id: string) {
    return { removed: id };
  }
}

export default createHandler(Users);
