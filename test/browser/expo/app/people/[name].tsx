import { useLocalSearchParams } from "expo-router";
import { Text } from "react-native";

export default function Person() {
  const { name } = useLocalSearchParams();
  return <Text role="heading">Person {name}</Text>;
}
