import { useEffect, useState } from "react";
import { Text, View } from "react-native";

export default function Home() {
  const [text, setText] = useState("loading");
  useEffect(() => {
    fetch("/hello?name=Ada")
      .then((response) => response.json())
      .then(({ hello }) => setText(`Hello ${hello}!`));
  }, []);
  return (
    <View>
      <Text role="heading">{text}</Text>
    </View>
  );
}
