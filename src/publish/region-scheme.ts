/** Says of a category that it is an ISO 3166 code (RFC 5141 names standards so). */
export const regionScheme = 'urn:iso:std:iso:3166'
