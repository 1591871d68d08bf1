import { Text } from "react-native";

export default function NotFound() {
  return <Text role="heading">Nothing here</Text>;
}
