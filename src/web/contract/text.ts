/** Responses that are not JSON. */
import { Type } from 'typebox';

const text = (type: string, description: string) => ({ description, content: { [type]: { schema: Type.String() } } });

export const HtmlPage = text('text/html', 'an HTML page');
export const MetricsText = text('text/plain', 'Prometheus text');
