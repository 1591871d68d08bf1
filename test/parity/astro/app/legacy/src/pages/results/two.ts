export function get(context: any, request: any) {
  return { body: [typeof context.params, typeof request, request?.method, context.request === request].join() };
}
