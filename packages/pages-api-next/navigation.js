import { refused } from "pages-api/next/refused";

export const forbidden = refused("next/navigation", "forbidden");
export const notFound = refused("next/navigation", "notFound");
export const permanentRedirect = refused("next/navigation", "permanentRedirect");
export const redirect = refused("next/navigation", "redirect");
export const unauthorized = refused("next/navigation", "unauthorized");
export const unstable_rethrow = refused("next/navigation", "unstable_rethrow");
export const useParams = refused("next/navigation", "useParams");
export const usePathname = refused("next/navigation", "usePathname");
export const useRouter = refused("next/navigation", "useRouter");
export const useSearchParams = refused("next/navigation", "useSearchParams");
export const useSelectedLayoutSegment = refused("next/navigation", "useSelectedLayoutSegment");
export const useSelectedLayoutSegments = refused("next/navigation", "useSelectedLayoutSegments");
export const useServerInsertedHTML = refused("next/navigation", "useServerInsertedHTML");
