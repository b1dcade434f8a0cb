/** Icons offered for objects, by their name in metadata. */
export const iconChoices: readonly string[] = [
  'appstore file-text file-done file-search profile container folder book database',
  'team user contacts idcard solution customer-service comment phone mail bell',
  'shop shopping shopping-cart gift tag tags trophy star flag fund',
  'dollar pay-circle money-collect account-book credit-card bank calculator percentage',
  'project dashboard bar-chart rise audit check-circle check-square unordered-list',
  'calendar clock-circle field-time experiment bulb tool setting alert lock',
  'truck car environment global home apartment inbox swap link number',
].flatMap((names) => names.split(' '))
