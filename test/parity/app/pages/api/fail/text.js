export default "text";
