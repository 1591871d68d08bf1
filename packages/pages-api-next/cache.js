import { refused } from "pages-api/next/refused";

export const cacheLife = refused("next/cache", "cacheLife");
export const cacheTag = refused("next/cache", "cacheTag");
export const refresh = refused("next/cache", "refresh");
export const revalidatePath = refused("next/cache", "revalidatePath");
export const revalidateTag = refused("next/cache", "revalidateTag");
export const unstable_cache = refused("next/cache", "unstable_cache");
export const unstable_noStore = refused("next/cache", "unstable_noStore");
export const updateTag = refused("next/cache", "updateTag");
